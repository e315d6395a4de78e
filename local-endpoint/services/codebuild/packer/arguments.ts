import { PackerFailure } from './failure';

/** What a packer command is given. */
export interface PackerArguments {
  readonly command: string;
  /** `-var name=value`, in order. */
  readonly variables: readonly (readonly [string, string])[];
  /** Paths given with `-var-file`. */
  readonly variableFiles: readonly string[];
  /** A template or a folder of templates. */
  readonly template: string;
}

/**
 * Packer's options are as Go's: one dash or two, their value behind `=` or as the next argument.
 * @throws PackerFailure where no template is given
 */
export function parsePackerArguments([command = '', ...rest]: readonly string[]): PackerArguments {
  const variables: [string, string][] = [];
  const variableFiles: string[] = [];
  const positional: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const argument = rest[at] as string;
    const [, name, given] = /^--?([\w-]+)(?:=([^]*))?$/.exec(argument) ?? [];
    if (!name) positional.push(argument);
    else if (name === 'var' || name === 'var-file') {
      const value = given ?? rest[(at += 1)] ?? '';
      if (name === 'var-file') variableFiles.push(value);
      else variables.push([value.split('=', 1)[0] as string, value.slice(value.indexOf('=') + 1)]);
    }
  }
  const [template] = positional;
  if (template === undefined) throw new PackerFailure(`packer ${command} expects one argument: a template`);
  return { command, variables, variableFiles, template };
}
