/** How many times longer tests wait on a machine that has other work; what is measured is measured all the same. */
const wished = Number(process.env.FANFARE_TEST_PATIENCE || 1)
if (!(wished >= 1 && wished <= 20)) throw new Error("FANFARE_TEST_PATIENCE is a number from 1 to 20.")

/** A limit in milliseconds, drawn out. */
export const patiently = (limitMs: number): number => limitMs * wished
