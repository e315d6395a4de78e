import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BakeError } from './bake-error';
import type { BakeInputs } from './inputs';

/** A named `manifest` post-processor; comments are gone already. */
const NAMED_MANIFEST = /post-processor\s+"manifest"\s*\{[^}]*?\bname\s*=/;

/**
 * The folder of the template: the factory's, or the team's, which must keep a record of what it made.
 * @throws BakeError where it does not
 */
export function checkTemplate({ settings, source, files }: BakeInputs): string {
  if (settings.template === undefined) return join(files, 'template');
  const folder = join(source, settings.template);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new BakeError(`image.packer must be a folder of the commit, got: ${settings.template}`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.pkr.hcl'));
  if (names.length === 0)
    throw new BakeError(`${settings.template} must have a template, a file *.pkr.hcl, got: none`);
  const text = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  if (!NAMED_MANIFEST.test(text.replace(/^\s*(?:#|\/\/).*$/gm, '')))
    throw new BakeError(
      `${settings.template} must have a post-processor "manifest" with a name, and output = var.manifest, got: none`,
    );
  return folder;
}
