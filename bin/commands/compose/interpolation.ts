/**
 * A text as it stands, for a reader that puts variables in. Placeholders that a pipeline fills with images become
 * variables, which must be set.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$').replace(/<(IMAGE[1-4]_NAME)>/g, (_, name: string) => required(name));
}

/** The image of a container: any placeholder in it becomes a variable. */
export function imageText(image: string): string {
  return image.replaceAll('$', '$$$$').replace(/<(\w+)>/g, (_, name: string) => required(name));
}

/** https://docs.docker.com/reference/compose-file/interpolation/ */
const required = (name: string): string => `\${${name}:?set ${name} to the image to run}`;

/** {@link literal} of each value, in Compose's form of lists of names and values. */
export function literalMap(pairs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, literal(value)]));
}
