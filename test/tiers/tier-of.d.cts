/** What a test starts: nothing; moto, the local endpoint or a program; or the command line or the CDK app as a whole. */
export type Tier = 'unit' | 'integration' | 'acceptance';

/** @param file path of a `.test.ts` file */
export function tierOf(file: string): Tier;
