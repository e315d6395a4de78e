import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGED_APP } from '../../../lib/packaged-app';

/** The cdk.json of a folder whose CDK app is the package, with the feature flags that the factory is tested with. */
export function cdkJson(): string {
  const settings = JSON.parse(readFileSync(join(__dirname, '../../..', 'cdk.json'), 'utf8')) as object;
  return `${JSON.stringify({ ...settings, app: PACKAGED_APP }, undefined, 2)}\n`;
}
