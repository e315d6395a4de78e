import type { LambdaSettings } from '../../../handlers/contract/lambda-settings';
import { ALIAS, FUNCTIONS, functionName } from './names';

/** What the functions are to be, but for their code. */
export interface Configured {
  readonly memory: number;
  readonly table: string;
}

/** By the hashes of the settings. */
export const CONFIGURED: Readonly<Record<string, Configured>> = {
  '0123456789abcdef': { memory: 256, table: 'quotes' },
  fedcba9876543210: { memory: 512, table: 'quotes-2' },
};

export const [HASH = '', CHANGED_HASH = ''] = Object.keys(CONFIGURED);

/** What the pipeline is deployed with. @param hash one of {@link CONFIGURED} */
export function settingsOf(hash: string): LambdaSettings {
  const { memory = 128, table = '' } = CONFIGURED[hash] ?? {};
  return {
    ...{ hash, alias: ALIAS, keepVersions: 1 },
    functions: Object.fromEntries(
      FUNCTIONS.map((name) => [
        name,
        {
          ...{ functionName: functionName(name), code: `dist/${name}`, handler: 'index.handler' },
          ...{ runtime: 'nodejs24.x', architecture: 'arm64' as const, memory, timeout: 10 },
          environment: { TABLE: table },
        },
      ]),
    ),
  };
}
