import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountRegion } from '../account-region';

/** A stack of a synthesized app and where it is deployed to. */
export interface SynthesizedStack extends AccountRegion {
  /** The name that `cdk deploy` takes. */
  readonly id: string;
}

/**
 * The stacks of a cloud assembly.
 * @param assembly the folder that `cdk synth` wrote
 */
export async function stacksOf(assembly: string): Promise<SynthesizedStack[]> {
  const manifest = JSON.parse(await readFile(join(assembly, 'manifest.json'), 'utf8')) as {
    artifacts: Record<string, { type: string; environment?: string; displayName?: string }>;
  };
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  return stacks.map(([id, { environment = '', displayName }]) => {
    const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
    return { id: displayName ?? id, account, region };
  });
}
