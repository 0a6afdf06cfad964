const LEVELS = [
  { name: "First night: over the harbour", goal: 12, rate: 2.2, luck: 0.6, wind: 40, fall: 150, sky: "#0b1a2a" },
]
