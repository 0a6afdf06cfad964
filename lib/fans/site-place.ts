/** The place on the web that a site's address names: two sites at one place are the same site to everybody else. */

export type SitePlace = {
  /** With its port where it has one of its own. */
  host: string
  /** Host and path, as people read an address: without scheme, "www." and the slash at its end. */
  place: string
  /** The host alone, as DNS knows it. */
  dnsName: string
}

/** `url` as checkSiteUrl gives it. Blogs of many people may share one host, so the path is part of the place. */
export function placeOf(url: string): SitePlace {
  const { host, hostname, pathname, search } = new URL(url)
  const plain = host.replace(/\.(?=:|$)/, "")
  const path = `${pathname.replace(/\/+$/, "")}${search}`
  return { host: plain, place: plain.replace(/^www\./, "") + path, dnsName: hostname.replace(/\.$/, "") }
}
