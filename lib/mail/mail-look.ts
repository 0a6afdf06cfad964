/** How mails look: colours of both schemes, and a page of tables, because that is what mail programs lay out alike. */

/** The light colours of app/tokens.css; mail programs know no custom properties. A test keeps them equal. */
export const MAIL_COLOURS = {
  paper: "#fbf8f3",
  surface: "#ffffff",
  sunken: "#f3eee4",
  ink: "#1b1a17",
  muted: "#5e5a52",
  line: "#e4ded3",
  brass: "#8a5f00",
  "brass-fill": "#e8b53a",
} as const

/** The same in the dark, for mail programs that ask for it (Apple Mail, Thunderbird, Outlook on phones). */
export const MAIL_DARK_COLOURS = {
  paper: "#14130f",
  surface: "#1d1b16",
  sunken: "#26231c",
  ink: "#f4efe6",
  muted: "#b5aea1",
  line: "#343026",
  brass: "#f2c14e",
  "brass-fill": "#f2c14e",
} as const

const D = MAIL_DARK_COLOURS

/** Everything light stands inline, since many programs drop this sheet; it only turns the lights off. */
export const MAIL_STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.m-paper{background:${D.paper}!important;background-color:${D.paper}!important}
.m-surface{background:${D.surface}!important;background-color:${D.surface}!important;border-color:${D.line}!important}
.m-sunken{background:${D.sunken}!important}
.m-ink{color:${D.ink}!important}.m-muted{color:${D.muted}!important}.m-brass{color:${D.brass}!important}
.m-line{border-color:${D.line}!important}
.m-button{background:${D["brass-fill"]}!important}
}
@media (max-width:480px){.m-pad{padding:20px!important}.m-title{font-size:20px!important}}`

export const MAIL_SANS = "'Instrument Sans',system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
export const MAIL_DISPLAY =
  "'Bricolage Grotesque','Instrument Sans',system-ui,-apple-system,'Segoe UI',Arial,sans-serif"
