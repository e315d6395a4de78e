import { join } from 'node:path';

/**
 * The stand-in that the package's build has bundled.
 * @param name of its folder
 * @returns its path
 */
export async function bundleProgram(name: 'docker' | 'packer'): Promise<string> {
  return join(__dirname, '..', name, 'main.cjs');
}
