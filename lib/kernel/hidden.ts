/** Characters that people cannot see: a name must read as it is stored. */

// Controls, and the marks that hide or turn the reading direction round.
// Joiners (U+200C, U+200D) stay allowed: Persian and many emoji need them.
const HIDDEN = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u

/** Line breaks are hidden too; whoever allows them takes them out first. */
export const hasHidden = (line: string): boolean => HIDDEN.test(line)
