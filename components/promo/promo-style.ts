/** The style sheet of promo pages: one for every theme, which differs by custom properties and data attributes alone. */

const GROUND = `
*,*::before,*::after{box-sizing:border-box}
html{background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0}
.ff-page{position:relative;isolation:isolate;display:flex;flex-direction:column;min-height:100vh;background-color:var(--paper);color:var(--ink);font:400 17px/1.6 var(--text);overflow-x:clip;overflow-wrap:break-word}
.ff-page main{width:100%;max-width:1248px;margin:0 auto;padding:clamp(24px,4vw,56px) clamp(16px,4vw,24px) var(--pace);display:flex;flex-direction:column;gap:var(--pace);flex:1}
.ff-page h1,.ff-page h2,.ff-page h3,.ff-page h4{font-family:var(--display);font-weight:var(--display-weight);font-stretch:var(--display-stretch);letter-spacing:var(--display-tracking);text-transform:var(--display-case);line-height:1.04;text-wrap:balance;margin:0;overflow-wrap:anywhere}
.ff-page h1{font-size:clamp(2.5rem,1.2rem + 5.6vw,5.25rem);line-height:.98}
.ff-page h2{font-size:clamp(1.6rem,1.2rem + 1.6vw,2.5rem)}
.ff-page h3{font-size:1.3rem;line-height:1.15}
.ff-page h4{font-size:1.1rem;line-height:1.25}
.ff-page p{margin:0;text-wrap:pretty}
.ff-page img{display:block;max-width:100%;height:auto}
.ff-page ul{list-style:none;margin:0;padding:0}
.ff-page figure,.ff-page blockquote,.ff-page dl,.ff-page dd{margin:0}
.ff-page a{color:inherit;text-decoration-color:var(--accent-text);text-decoration-thickness:2px;text-underline-offset:3px}
.ff-page a:hover{text-decoration-thickness:3px}
.ff-page :focus-visible{outline:3px solid var(--accent-text);outline-offset:3px;border-radius:4px}
.ff-page ::selection{background:var(--accent);color:var(--on-accent)}
.as-typed{white-space:pre-line}
.only-read{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.block{min-width:0}
.block>h2{margin-bottom:24px}
.lead{font-size:clamp(1.1rem,1rem + .5vw,1.35rem);line-height:1.5;max-width:56ch}
.by,.host,.card p,.stock,figcaption{color:var(--muted)}
.price{font-variant-numeric:tabular-nums lining-nums;font-weight:600;white-space:nowrap}
.missing{border:2px dashed var(--edge);border-radius:var(--corner);padding:24px;color:var(--muted);text-align:center}
`

const COVERS = `
.cover{display:block;position:relative;text-decoration:none;border-radius:var(--corner);transition:transform .2s ease-out,box-shadow .2s ease-out}
.cover img{width:100%;border-radius:var(--corner)}
.cover-name{display:grid;place-items:center;aspect-ratio:4/3;padding:24px;background:var(--sunken);border-radius:var(--corner);font:var(--display-weight) clamp(1.6rem,4vw,2.75rem)/1.05 var(--display);letter-spacing:var(--display-tracking);text-transform:var(--display-case);text-align:center}
[data-cover=mat] .cover{background:var(--sunken);padding:clamp(10px,2vw,24px)}
[data-cover=mat] .cover img{border-radius:calc(var(--corner)*.4)}
[data-cover=mat] .card .cover{padding:12px}
[data-cover=lifted] .cover{box-shadow:0 30px 60px -28px rgb(0 0 0/.55),0 6px 16px -8px rgb(0 0 0/.25)}
[data-cover=offset] .cover{border:var(--edge-width) solid var(--ink);box-shadow:10px 10px 0 var(--accent);background:var(--ink)}
[data-cover=offset] .card .cover,[data-cover=offset] .shelf .cover{box-shadow:6px 6px 0 var(--accent)}
[data-cover=offset] a.cover:hover{transform:translate(-3px,-3px)}
[data-cover=tilted] .cover{background:var(--surface);padding:clamp(8px,1.4vw,14px);border:1px solid var(--line);transform:rotate(-1.4deg);box-shadow:0 18px 40px -22px rgb(0 0 0/.6)}
[data-cover=tilted] li:nth-child(even) .cover,[data-cover=tilted] .title-end .cover{transform:rotate(1.2deg)}
[data-cover=tilted] a.cover:hover{transform:none}
[data-cover=glow] .cover{box-shadow:0 0 90px -18px var(--accent);border:1px solid var(--line)}
[data-cover=glow] .card .cover,[data-cover=glow] .shelf .cover{box-shadow:0 0 40px -14px var(--accent)}
[data-cover=lifted] a.cover:hover,[data-cover=glow] a.cover:hover{transform:translateY(-4px)}
.shelf .cover{padding:0!important}
`

const BACKDROPS = `
[data-backdrop=dots]{background-image:radial-gradient(var(--sunken) 2.6px,transparent 3px);background-size:20px 20px}
[data-backdrop=lines]{background-image:repeating-linear-gradient(transparent 0 31px,var(--sunken) 31px 32px)}
[data-backdrop=grid]{background-image:linear-gradient(var(--sunken) 1px,transparent 1px),linear-gradient(90deg,var(--sunken) 1px,transparent 1px);background-size:36px 36px}
[data-backdrop=rays]{background-image:linear-gradient(transparent 240px,var(--paper) 980px),repeating-conic-gradient(from 0deg at 82% -80px,var(--sunken) 0 5deg,transparent 5deg 11deg);background-repeat:no-repeat;background-size:100% 1000px}
[data-backdrop=glow]{background-image:radial-gradient(70rem 44rem at 78% -8rem,var(--glow),transparent 70%),radial-gradient(60rem 40rem at -10% 60rem,var(--glow),transparent 70%);background-repeat:no-repeat}
`

const BUTTONS = `
.button{display:inline-flex;align-items:center;min-height:48px;padding:10px 26px;background:var(--accent);color:var(--on-accent)!important;font-weight:650;line-height:1.2;text-decoration:none!important;border-radius:var(--corner);border:var(--edge-width) solid transparent;transition:transform .15s ease-out,box-shadow .15s ease-out}
[data-corners=round] .button{border-radius:99px}
[data-edges=bold] .button{border-color:var(--ink);box-shadow:4px 4px 0 var(--ink)}
[data-edges=bold] .button:hover{transform:translate(2px,2px);box-shadow:2px 2px 0 var(--ink)}
.button:hover{box-shadow:inset 0 0 0 99px rgb(255 255 255/.06),0 0 0 3px var(--paper),0 0 0 5px var(--accent-text)}
.button-quiet{background:var(--surface);color:var(--ink)!important;border:max(1px,var(--edge-width)) solid var(--edge);min-height:44px;padding:8px 18px}
[data-edges=bold] .button-quiet{border-color:var(--ink)}
.buy{display:flex;flex-wrap:wrap;gap:12px 18px;align-items:center;margin-top:24px!important}
.buy .price{font-size:1.15rem}
.demo{padding-block:4px}
`

const HERO = `
.block-hero{display:grid;gap:clamp(24px,4vw,64px);align-items:center}
.hero-words{display:flex;flex-direction:column;align-items:flex-start;gap:20px;min-width:0}
.hero-words .buy{margin-top:4px!important}
.hero-bare{padding-block:clamp(24px,8vw,96px) 0}
.hero-bare h1{font-size:clamp(2.75rem,1.2rem + 8vw,7.5rem)}
.hero-centre{justify-items:center;text-align:center}
.hero-centre .hero-words{align-items:center;order:-1}
.hero-centre .buy{justify-content:center}
.hero-centre .hero-art{width:min(100%,820px)}
.hero-poster .hero-words{order:-1;gap:24px}
.hero-poster h1{font-size:clamp(3.2rem,17vw,13.5rem);line-height:.82;letter-spacing:-.035em}
.hero-poster h1+.lead{border-top:max(2px,var(--edge-width)) solid var(--ink);padding-top:20px;width:100%;max-width:none}
@media(min-width:860px){
.hero-beside:not(.hero-bare){grid-template-columns:minmax(0,7fr) minmax(0,5fr)}
.hero-banner:not(.hero-bare) .hero-words{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:20px clamp(24px,4vw,64px);width:100%}
.hero-banner h1{grid-row:span 3}
}
`

const WORDS = `
.prose{max-width:66ch;display:flow-root}
.width-wide .prose{max-width:92ch;font-size:1.15em}
.align-centre .prose,.block-download.align-centre .lead{margin-inline:auto}
.align-centre{text-align:center}
.align-centre .buy{justify-content:center}
.prose>*+*{margin-top:1em!important}
.prose>*+h2,.prose>*+h3,.prose>*+h4{margin-top:1.8em!important}
.ff-page .prose ul,.ff-page .prose ol{padding-inline-start:1.4em;text-align:start}
.ff-page .prose ul{list-style:disc}
.prose li::marker{color:var(--accent-text)}
.prose blockquote{border-inline-start:4px solid var(--accent);padding-inline-start:20px}
.prose code{font:.9em "JetBrains Mono Variable",ui-monospace,monospace;background:var(--sunken);padding:.1em .35em;border-radius:4px}
.prose pre{background:var(--sunken);padding:16px 20px;border-radius:var(--corner);overflow:auto;text-align:start}
.prose pre code{padding:0;background:none}
.prose hr{border:0;height:max(1px,var(--edge-width));background:var(--line);margin-block:2.5em!important}
@media(min-width:860px){.width-columns .prose{max-width:none;columns:2;column-gap:56px}.width-columns .prose>*{break-inside:avoid}.width-columns .prose>:is(h2,h3,h4):first-child{column-span:all;margin-bottom:.7em!important}}
.block-quote blockquote{font:var(--display-weight) clamp(1.6rem,1rem + 2.6vw,2.9rem)/1.18 var(--display);font-stretch:var(--display-stretch);letter-spacing:var(--display-tracking);text-wrap:balance;max-width:24em}
.block-quote blockquote::before{content:"";display:block;width:72px;height:max(4px,var(--edge-width));background:var(--accent);margin-bottom:24px}
.block-quote.align-centre blockquote,.block-quote.align-centre blockquote::before{margin-inline:auto}
.block-quote figcaption{margin-top:16px}
`

const TITLES = `
.block-title{display:grid;gap:clamp(20px,4vw,56px);align-items:center}
.title-words{display:flex;flex-direction:column;gap:14px;min-width:0}
.title-words h2{font-size:clamp(2rem,1.2rem + 3vw,3.5rem)}
.title-words .buy{margin-top:8px!important}
@media(min-width:760px){
.title-start{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.title-end{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.title-end .cover{order:2}
.title-wide .title-words{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:10px 56px;align-items:start}
.title-wide .title-words h2{grid-row:span 2}
}
.cards{display:grid;gap:clamp(32px,4vw,56px) clamp(20px,3vw,40px);grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
.columns-auto .cards:has(>:only-child){grid-template-columns:minmax(0,640px)}
@media(min-width:620px){.columns-two .cards{grid-template-columns:repeat(2,minmax(0,1fr))}.columns-three .cards,.columns-four .cards{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media(min-width:900px){.columns-three .cards{grid-template-columns:repeat(3,minmax(0,1fr))}.columns-four .cards{grid-template-columns:repeat(4,minmax(0,1fr))}}
.card{display:flex;flex-direction:column;gap:8px}
.card .cover{margin-bottom:10px}
.card h3 a{text-decoration:none}
.card h3 a:hover{text-decoration:underline;text-decoration-color:var(--accent-text)}
.ff-page .card-foot{display:flex;gap:12px;align-items:center;color:var(--ink)}
.tag{font-size:.85rem;border:1px solid var(--edge);border-radius:99px;padding:1px 10px;color:var(--muted)}
.block-shelf .lead{margin-bottom:24px}
.shelf{border-top:max(1px,var(--edge-width)) solid var(--line)}
[data-edges=bold] .shelf,[data-edges=bold] .shelf li{border-color:var(--ink)}
.shelf li{display:grid;grid-template-columns:88px minmax(0,1fr);gap:16px 20px;align-items:center;padding-block:20px;border-bottom:max(1px,var(--edge-width)) solid var(--line)}
.shelf .cover-name{aspect-ratio:1;font-size:.8rem;padding:6px;overflow:hidden}
.shelf .button{grid-column:1/-1;justify-self:start}
@media(min-width:700px){.shelf li{grid-template-columns:120px minmax(0,1fr) auto}.shelf .button{grid-column:auto}}
.stock{font-size:.95rem;min-height:1.6em}
.stock:not(:empty)::before{content:"";display:inline-block;width:9px;height:9px;border-radius:99px;background:var(--accent-text);margin-inline-end:8px}
.block-download{padding:clamp(24px,5vw,56px);background:var(--surface);border:max(1px,var(--edge-width)) solid var(--line);border-radius:var(--corner)}
[data-edges=bold] .block-download{border-color:var(--ink)}
.block-download h2{margin-bottom:12px}
`

const REST = `
.pictures{display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr));align-items:start}
.gallery-strip .pictures{display:flex;overflow-x:auto;scroll-snap-type:x proximity;padding-bottom:12px}
.gallery-strip li{flex:0 0 min(80%,480px);scroll-snap-align:start}
@media(min-width:700px){.gallery-mosaic .pictures{grid-template-columns:repeat(6,1fr)}.gallery-mosaic li{grid-column:span 2}.gallery-mosaic li:nth-child(5n+1),.gallery-mosaic li:nth-child(5n+2){grid-column:span 3}}
.pictures img{width:100%;border-radius:var(--corner)}
.pictures a{display:block;cursor:zoom-in}
figcaption{font-size:.92rem;margin-top:8px}
.video{display:block;position:relative;text-decoration:none!important;border-radius:var(--corner);overflow:hidden;background:var(--sunken)}
.video img{width:100%}
.video-words{display:flex;gap:16px;align-items:center;padding:16px 20px;background:var(--surface);border:max(1px,var(--edge-width)) solid var(--line)}
.video-bare .video-words{padding:28px 24px;border-radius:var(--corner)}
.host{font-weight:400}
.play{flex:none;width:48px;height:48px;border-radius:99px;background:var(--accent);display:grid;place-items:center}
.play::before{content:"";border-block:9px solid transparent;border-inline-start:15px solid var(--on-accent);margin-inline-start:4px}
.video-frame{display:block;width:100%;aspect-ratio:16/9;border:0;border-radius:var(--corner)}
.links-rows li+li{margin-top:12px}
.links-rows ul{max-width:640px}
.links-rows a{display:block;padding:16px 22px;background:var(--surface);border:max(1px,var(--edge-width)) solid var(--edge);border-radius:var(--corner);font-weight:600;text-decoration:none;transition:transform .15s ease-out}
[data-edges=bold] .links-rows a{border-color:var(--ink);box-shadow:4px 4px 0 var(--accent)}
.links-rows a:hover{transform:translateY(-2px);border-color:var(--accent-text)}
.links-chips ul{display:flex;flex-wrap:wrap;gap:10px}
.links-chips a{display:inline-block;padding:8px 18px;border:max(1px,var(--edge-width)) solid var(--edge);border-radius:99px;text-decoration:none;background:var(--surface)}
.links-chips a:hover{border-color:var(--accent-text)}
.figures{display:flex;flex-wrap:wrap;gap:24px 64px;margin-top:8px!important}
.figures div{display:flex;flex-direction:column-reverse}
.figures dd{font:var(--display-weight) clamp(2.2rem,1rem + 4vw,3.6rem)/1.1 var(--display);font-stretch:var(--display-stretch);letter-spacing:var(--display-tracking);text-transform:var(--display-case)}
.figures dt{color:var(--muted)}
.ff-page .names{display:flex;flex-wrap:wrap;gap:8px 20px;margin-top:24px}
.names a{display:inline-block;padding-block:2px}
.block-disclosure{font-size:.95rem;color:var(--muted);border-inline-start:4px solid var(--accent);padding-inline-start:16px;max-width:68ch}
.page-foot{display:flex;flex-wrap:wrap;gap:8px 32px;justify-content:space-between;width:100%;max-width:1248px;margin:0 auto;padding:24px clamp(16px,4vw,24px) 40px;font-size:.92rem;color:var(--muted)}
.page-foot a{display:inline-block;padding-block:3px}
.lightbox{max-width:none;max-height:none;width:100vw;height:100vh;height:100dvh;margin:0;padding:0;border:0;background:rgb(0 0 0/.92)}
.lightbox[open]{display:grid;place-items:center}
.lightbox img{max-width:96vw;max-height:88vh;width:auto;height:auto}
.lightbox button{position:fixed;inset-block-start:12px;inset-inline-end:12px;width:48px;height:48px;border:0;border-radius:99px;background:#fff;color:#000;font:400 26px/1 system-ui;cursor:pointer}
@media(prefers-reduced-motion:reduce){.ff-page *{transition:none!important}}
@media print{.buy,.page-foot{display:none}}
`

/** Beside `themeCss` this is all a page needs; nothing in it depends on what a fan wrote. */
export const PROMO_STYLE = [GROUND, COVERS, BACKDROPS, BUTTONS, HERO, WORDS, TITLES, REST].join("").replace(/\n/g, "")
