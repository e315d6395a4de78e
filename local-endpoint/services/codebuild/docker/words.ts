import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DockerFailure } from './failure';

type Options = NonNullable<ParseArgsConfig['options']>;
interface Config<O extends Options> {
  readonly args: string[];
  readonly options: O;
  readonly allowPositionals: true;
}

type Parsed<O extends Options> = ReturnType<typeof parseArgs<Config<O>>>;

/**
 * Takes the words of a command apart. `--flag=true` is the flag.
 * @throws DockerFailure for an option that the stand-in does not know, by name
 */
export function parsed<O extends Options>(command: string, words: readonly string[], options: O): Parsed<O> {
  const booleans = Object.entries(options).flatMap(([name, { type }]) =>
    type === 'boolean' ? [`--${name}`] : [],
  );
  const args = words
    .filter((word) => !booleans.some((name) => word === `${name}=false`))
    .map((word) =>
      booleans.some((name) => word === `${name}=true`) ? word.slice(0, -'=true'.length) : word,
    );
  try {
    return parseArgs<Config<O>>({ args, options, allowPositionals: true });
  } catch (error) {
    throw new DockerFailure(`docker (stand-in): docker ${command}: ${(error as Error).message}`, 125);
  }
}
