/** The part of `bencode` 4 we use; the package brings no types. */
declare module "bencode" {
  type Bencodable = number | string | Uint8Array | readonly Bencodable[] | { readonly [key: string]: Bencodable }
  const bencode: { encode(value: Bencodable): Uint8Array; decode(bytes: Uint8Array): unknown }
  export default bencode
}
