import type { ActionFunction } from '../../../handlers/contract/action-function';
import { SCAN_IMAGES, type ScanSeverity } from '../../../handlers/contract/scan-images';

/** What is between a release's images and their deployment. */
export interface Gates {
  /** Whether a person must agree. */
  readonly approval: boolean;
  /** An image with a finding this severe or worse is not released. @default - findings do not stop a release */
  readonly scan?: ScanSeverity;
}

/** The action functions of the gates. */
export const gateFunctions = ({ scan }: Gates): ActionFunction[] => (scan ? [SCAN_IMAGES] : []);

/** ECR has severities in upper case, the config in lower case. */
export const resolveScan = (scan: string | undefined): ScanSeverity | undefined =>
  scan === 'off' ? undefined : (scan?.toUpperCase() as ScanSeverity | undefined);

/** The gates of a pipeline in a few words: its checks by name, and its scan. */
export const summarizeGates = (
  checks: readonly { readonly name: string }[],
  { scan }: Pick<Gates, 'scan'>,
): string[] => [...checks.map(({ name }) => name), ...(scan ? [`scan ${scan.toLowerCase()}`] : [])];

/** What follows a deployment, as the end of its few words. */
export const summarizeVerify = ({ verify }: { readonly verify?: object }): string =>
  verify ? ', then verified' : '';
