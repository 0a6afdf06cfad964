const LEVELS = [
  { name: "First night: over the harbour", goal: 12, rate: 2.2, luck: 0.6, wind: 40, fall: 150, sky: "#0b1a2a" },
  { name: "Second night: the tin roofs", goal: 26, rate: 3, luck: 0.55, wind: 80, fall: 190, sky: "#1a1430" },
  { name: "Third night: crosswind", goal: 42, rate: 3.4, luck: 0.5, wind: 200, fall: 200, sky: "#0c2a27" },
  { name: "Fourth night: the long rain", goal: 60, rate: 4.6, luck: 0.42, wind: 120, fall: 240, sky: "#14130f" },
  { name: "Fifth night: the band is waiting", goal: 84, rate: 5.6, luck: 0.45, wind: 160, fall: 290, sky: "#33190f" },
]
