import { output } from './run';
import { say } from './say';

/** Logs and returns the first lines of what the tools of a bake print of themselves: another version may make another image. */
export async function readVersions(): Promise<readonly string[]> {
  const printed = await Promise.all([
    output('packer', ['version']),
    output('ansible-playbook', ['--version']),
  ]);
  const versions = printed.map((text) => text.split('\n', 1)[0] as string);
  say(`its tools are ${versions.join(' and ')}`);
  return versions;
}
