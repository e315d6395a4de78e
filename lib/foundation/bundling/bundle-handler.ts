import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropUnreached } from './drop-unreached';
import { joinModules } from './join-modules';
import { lazyClients } from './lazy-clients';
import type { Modules } from './modules';
import { sdkUse } from './sdk-use';
import { writeModules } from './write-modules';

/**
 * Bundles a handler into small ES modules: `index.mjs`, which exports `handler`, one for what each client of the SDK needs,
 * loaded by the client's first call, and those that clients share. They are joined twice: what no client uses of what they
 * share is known once each client has been made small.
 * @param handlers the folder of all handlers
 * @param entryPoint absolute path
 */
export function bundleHandler(handlers: string, entryPoint: string): Modules {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-handler-'));
  try {
    const alias = {
      ...lazyClients({ handlers, entryPoint, folder }, sdkUse(entryPoint)),
      '@aws-sdk/credential-provider-node': join(handlers, 'environment-credentials.ts'),
    };
    const reached = dropUnreached(joinModules(entryPoint, alias));
    const again = join(folder, 'again');
    writeModules(again, reached);
    return dropUnreached(joinModules(join(again, 'index.mjs')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
