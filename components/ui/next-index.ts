/** Which of a row of things an arrow key leads to: around the ends, and turned round where writing goes from the right. */
export function nextIndex(key: string, at: number, count: number, rtl = false): number | null {
  if (count === 0) return null
  const forward = rtl ? "ArrowLeft" : "ArrowRight"
  const back = rtl ? "ArrowRight" : "ArrowLeft"
  if (key === "Home") return 0
  if (key === "End") return count - 1
  if (key === forward) return (at + 1) % count
  if (key === back) return (Math.max(at, 0) - 1 + count) % count
  return null
}
