/** Tailwind runs as the one PostCSS step. */
export default { plugins: { "@tailwindcss/postcss": {} } }
