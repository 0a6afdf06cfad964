/** What the canvas shows otherwise than the page: the edge of the block one points at, in our brass instead of Puck's blue; nothing in it scrolls by itself. */
export const CANVAS_STYLE = `
:root{--puck-color-azure-03:#5c3f00;--puck-color-azure-04:#8a5f00;--puck-color-azure-05:#a87400;--puck-color-azure-06:#c68a12;--puck-color-azure-07:#d9a02a;--puck-color-azure-08:#e8b53a;--puck-color-azure-09:#f1cd77;--puck-color-azure-10:#f7e1aa;--puck-color-azure-11:#fbf0d3;--puck-color-azure-12:#fdf8ea;--puck-font-family:"Instrument Sans Variable",ui-sans-serif,system-ui,sans-serif}
html,body{margin:0}
.pictures{overflow:hidden!important}
[data-puck-entry] a,[data-puck-entry] button{cursor:default}
`
