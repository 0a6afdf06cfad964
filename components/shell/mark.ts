/** The mark: an F whose two arms are horns, one for each stream that is paid. Drawn on 32 × 32; `app/icon.svg` shows it on ink. */
export const MARK_PATH =
  "M4.6 6.4a2.2 2.2 0 0 1 4.4 0V8.2h3.6c5.6 0 9.8-1.7 13.2-5.1.8-.8 2.2-.2 2.2 1v11.8c0 1.2-1.4 1.8-2.2 1-3.4-3.4-7.6-5.1-13.2-5.1H9v7.6h1.6c3.4 0 6-1 8.2-3.2.7-.7 1.9-.2 1.9.8v8c0 1-1.2 1.5-1.9.8-2.2-2.2-4.8-3.2-8.2-3.2H9v3.2a2.2 2.2 0 0 1-4.4 0Z"
