/**
 * The one inline script a frame may hold, and only where it stands in a post made by oEmbed. WordPress puts such a frame
 * under `sandbox="allow-scripts"`: a link in it can open nothing, and the frame is known by a secret in its fragment. So
 * the page around is asked to follow the link, and told the height, by the messages its own wp-embed script listens to.
 */

/** WordPress makes any height below this one this one. */
const POST_MIN_HEIGHT = 200

/** Without a secret nobody listens, and links stay links. Only alone in the frame's window: opened by itself it does nothing. */
export const POST_SCRIPT = `(function(){var s=(/secret=([A-Za-z0-9]{1,40})/.exec(location.hash)||[])[1];if(!s||parent===self)return;
function say(m,v){parent.postMessage({message:m,value:v,secret:s},"*")}
function tall(){say("height",Math.max(${POST_MIN_HEIGHT},innerHeight,document.documentElement.scrollHeight))}
addEventListener("load",tall);addEventListener("message",function(e){var d=e.data;if(e.source===parent&&d&&d.message==="ready"&&d.secret===s)tall()});
addEventListener("click",function(e){var a=e.target.closest&&e.target.closest("a[href]");if(a){e.preventDefault();say("link",a.href)}})})()`
