/* Tin Comet: one canvas, one loop. `LEVELS` comes from levels.js: the trial has the first, the full game all five. */
;(() => {
  const sky = document.getElementById("sky")
  const ctx = sky.getContext("2d")
  const score = document.getElementById("score")
  const word = document.getElementById("word")
  const keys = new Set()
  let seed = 7
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
  const state = { level: 0, brass: 0, lives: 3, x: 360, y: 400, things: [], time: 0, over: false }

  const say = (text) => {
    word.textContent = text
  }
  const tell = () => {
    score.textContent = `${state.brass} brass, ${state.lives} lives`
  }

  function begin(level) {
    state.level = level
    state.things = []
    state.time = 0
    say(`${LEVELS[level].name}. Catch ${LEVELS[level].goal}.`)
    tell()
  }

  addEventListener("keydown", (e) => {
    keys.add(e.key)
    if (e.key.startsWith("Arrow")) e.preventDefault()
    if (state.over && e.key === "Enter") {
      state.over = false
      state.brass = 0
      state.lives = 3
      begin(0)
    }
  })
  addEventListener("keyup", (e) => keys.delete(e.key))
  sky.addEventListener("pointermove", (e) => {
    if (!e.buttons && e.pointerType !== "touch") return
    const box = sky.getBoundingClientRect()
    state.x = ((e.clientX - box.left) / box.width) * sky.width
    state.y = ((e.clientY - box.top) / box.height) * sky.height
  })

  function step(seconds) {
    const level = LEVELS[state.level]
    const speed = 320 * seconds
    if (keys.has("ArrowLeft")) state.x -= speed
    if (keys.has("ArrowRight")) state.x += speed
    if (keys.has("ArrowUp")) state.y -= speed
    if (keys.has("ArrowDown")) state.y += speed
    state.x = Math.max(12, Math.min(708, state.x))
    state.y = Math.max(12, Math.min(468, state.y))
    state.time += seconds
    if (random() < level.rate * seconds) {
      state.things.push({
        x: random() * 720,
        y: -10,
        good: random() < level.luck,
        drift: (random() - 0.5) * level.wind,
        v: level.fall * (0.7 + random() * 0.6),
      })
    }
    for (const t of state.things) {
      t.y += t.v * seconds
      t.x += t.drift * seconds
    }
    state.things = state.things.filter((t) => {
      const near = Math.hypot(t.x - state.x, t.y - state.y) < 22
      if (near && t.good) state.brass += 1
      if (near && !t.good) state.lives -= 1
      if (near) tell()
      return !near && t.y < 500
    })
    if (state.lives <= 0) {
      state.over = true
      say(`You brought home ${state.brass} brass. Press Enter to fly again.`)
    } else if (state.brass >= level.goal) {
      if (state.level + 1 < LEVELS.length) begin(state.level + 1)
      else {
        state.over = true
        say(
          LEVELS.length === 1
            ? "That was the trial. The other four nights are in the full game."
            : "You flew all five nights. Press Enter to fly again.",
        )
      }
    }
  }

  function draw() {
    const level = LEVELS[state.level]
    ctx.fillStyle = level.sky
    ctx.fillRect(0, 0, 720, 480)
    ctx.fillStyle = "rgb(244 239 230 / 0.5)"
    for (let i = 0; i < 60; i++) ctx.fillRect((i * 197 + state.time * 12) % 720, (i * 89) % 480, 1.5, 1.5)
    for (const t of state.things) {
      ctx.fillStyle = t.good ? "#f2c14e" : "#5fd4c4"
      ctx.beginPath()
      if (t.good) ctx.arc(t.x, t.y, 8, 0, 7)
      else ctx.ellipse(t.x, t.y, 2.5, 11, 0, 0, 7)
      ctx.fill()
    }
    const tail = ctx.createLinearGradient(state.x, state.y, state.x, state.y + 60)
    tail.addColorStop(0, "rgb(242 120 75 / 0.9)")
    tail.addColorStop(1, "rgb(242 120 75 / 0)")
    ctx.fillStyle = tail
    ctx.beginPath()
    ctx.moveTo(state.x - 10, state.y)
    ctx.lineTo(state.x + 10, state.y)
    ctx.lineTo(state.x, state.y + 60)
    ctx.fill()
    ctx.fillStyle = "#f4efe6"
    ctx.beginPath()
    ctx.arc(state.x, state.y, 12, 0, 7)
    ctx.fill()
  }

  let last = performance.now()
  function frame(now) {
    const seconds = Math.min(0.05, (now - last) / 1000)
    last = now
    if (!state.over) step(seconds)
    draw()
    requestAnimationFrame(frame)
  }
  begin(0)
  requestAnimationFrame(frame)
})()
