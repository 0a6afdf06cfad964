/** Which news come how: a row for each category, one of four channels in each; radio buttons of the browser's own. */
import type { Translate } from "#lib/kernel/messages.ts"
import { categoryHint, categoryName, channelName } from "#lib/notices/category-words.ts"
import { type ChosenCategory, NOTICE_CHANNELS, type NoticeChoices } from "#lib/notices/notice-state.ts"

const COLUMNS = "grid-cols-1 min-[22.5rem]:grid-cols-2 lg:grid-cols-[minmax(8rem,1fr)_repeat(4,minmax(0,6.5rem))]"

type ChoiceMatrixProps = { t: Translate; categories: readonly ChosenCategory[]; choices: NoticeChoices }

export function ChoiceMatrix({ t, categories, choices }: ChoiceMatrixProps) {
  return (
    <div className="rounded-card border border-line bg-surface">
      <div aria-hidden="true" className={`hidden items-end gap-x-2 border-b border-line px-6 py-3 lg:grid ${COLUMNS}`}>
        <span />
        {NOTICE_CHANNELS.map((channel) => (
          <span key={channel} className="text-center text-14 font-semibold text-balance text-muted">
            {channelName(t, channel)}
          </span>
        ))}
      </div>
      <AlwaysRow t={t} />
      {categories.map((category) => (
        <fieldset key={category} aria-describedby={`about-${category}`} className="border-t border-line">
          {/* A legend cannot be a cell of the grid: it names the group, the words below are what is seen. */}
          <legend className="sr-only">{categoryName(t, category)}</legend>
          <div className={`grid items-center gap-x-2 gap-y-1 px-4 py-5 md:px-6 lg:gap-y-3 ${COLUMNS}`}>
            <div className="col-span-full mb-2 lg:col-span-1 lg:mb-0">
              <p aria-hidden="true" className="font-semibold">
                {categoryName(t, category)}
              </p>
              <p id={`about-${category}`} className="text-14 text-muted">
                {categoryHint(t, category)}
              </p>
            </div>
            {NOTICE_CHANNELS.map((channel) => (
              <label
                key={channel}
                className="flex min-h-11 cursor-pointer items-center gap-3 rounded-input px-2 hover:bg-sunken lg:justify-center"
              >
                <input
                  type="radio"
                  name={category}
                  value={channel}
                  defaultChecked={choices[category] === channel}
                  className="size-5 accent-brass"
                />
                <span className="lg:sr-only">{channelName(t, channel)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

function AlwaysRow({ t }: { t: Translate }) {
  return (
    <div className={`grid items-center gap-x-2 gap-y-1 px-4 py-5 md:px-6 lg:gap-y-3 ${COLUMNS}`}>
      <div className="col-span-full lg:col-span-1">
        <p className="font-semibold">{categoryName(t, "security")}</p>
        <p className="text-14 text-muted">{categoryHint(t, "security")}</p>
      </div>
      <p className="text-14 font-semibold text-ok lg:text-center">{t("Always")}</p>
    </div>
  )
}
