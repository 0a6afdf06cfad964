/** The TXT record by which somebody proves that a name is theirs: a custom domain, or the host of a fan site. */

/** Before the name itself, so that the record stands beside whatever else is there. */
const RECORD_PREFIX = "_fanfare"

/** The TXT record to set: its name, and what it must say. */
export const recordOf = (name: string, token: string): { recordName: string; recordValue: string } => ({
  recordName: `${RECORD_PREFIX}.${name}`,
  recordValue: `fanfare-site=${token}`,
})

/** Whether one of the TXT records found says what it must; a record may come in several strings. */
export const isProven = (records: readonly (readonly string[])[], value: string): boolean =>
  records.slice(0, 100).some((strings) => strings.join("").trim() === value)
