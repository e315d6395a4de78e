import { literal } from '../interpolation';
import { filled, type ComposePart, present, type ConversionContext } from '../conversion';
import type { Container } from '../task-definition';

/** Environment variables: plain ones, files, and secrets, which become variables of the shell that starts Compose. */
export function environmentPart(
  container: Container,
  { at, addNote, secretVariable }: ConversionContext,
): ComposePart {
  const plain = (container.environment ?? []).map(({ name, value }) => [name, literal(value)]);
  const secret = (container.secrets ?? []).map(({ name }) => [
    name,
    `\${${secretVariable(container, name)}}`,
  ]);
  const files = (container.environmentFiles ?? []).map(({ value }, index) => {
    const file = value.split('/').at(-1) ?? value;
    addNote(
      `${at}.environmentFiles[${index}]`,
      `is read from ${file} beside this file: fetch it from ${value}`,
    );
    return literal(file);
  });
  const all = [...plain, ...secret];
  return present({
    env_file: filled(files),
    environment: all.length > 0 ? Object.fromEntries(all) : undefined,
  });
}
