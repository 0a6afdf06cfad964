/** A hand on a keyboard: goes by Tab, types, presses Enter, and counts what it did. */
import type { Locator, Page } from "playwright"

/** Stops on the way to what one wants to press; a page where it takes more is no page for keyboards. */
const MOST_TABS = 40

/** Somebody who has a keyboard and nothing else; counts what was pressed to make something happen. */
export class Keyboard {
  readonly #page: Page
  presses = 0
  tabs = 0

  constructor(page: Page) {
    this.#page = page
  }

  async go(to: Locator): Promise<void> {
    await to.waitFor()
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await to.evaluate((element) => element === document.activeElement)) return
      await this.#page.keyboard.press("Tab")
      this.tabs++
    }
    throw new Error(`${to} is not reached by ${MOST_TABS} tabs`)
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.go(field)
    await this.#page.keyboard.type(text)
  }

  async press(to?: Locator): Promise<void> {
    if (to) await this.go(to)
    await this.#page.keyboard.press("Enter")
    this.presses++
  }
}
