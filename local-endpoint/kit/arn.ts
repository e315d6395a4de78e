import type { Scope } from './scope';

/** The parts of an ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn extends Scope {
  /** The whole ARN. */
  readonly text: string;
  readonly partition: string;
  readonly service: string;
  /** Empty for global services. */
  readonly region: string;
  /** Empty where the resource's name is unique without it, as a bucket's. */
  readonly account: string;
  /** All that follows the account, with its own colons and slashes. */
  readonly resource: string;
}

/** @returns undefined for a text that is no ARN */
export function parseArn(text = ''): Arn | undefined {
  const [arn, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (arn !== 'arn' || rest.length === 0) return undefined;
  return { text, partition, service, region, account, resource: rest.join(':') };
}

/** The ARN of a resource in an account and region. */
export const formatArn = (service: string, { account, region }: Scope, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** A name that may be given as an ARN: what follows the last slash, else the last colon. */
export const nameOfArn = (nameOrArn: string): string => nameOrArn.split(/[/:]/).at(-1) ?? nameOrArn;
