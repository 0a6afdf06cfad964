/** What the node calls itself towards the platform; the same as in package.json. */
export const VERSION = "0.1.0"
