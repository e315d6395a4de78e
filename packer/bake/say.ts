/** Adds a line to the build's log. */
export const say = (text: string): void => void process.stdout.write(`bake: ${text}\n`);
