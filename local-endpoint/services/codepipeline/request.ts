import { AwsError } from '../../kit/aws-error';
import type { MemberRule } from '../../kit/validate';

/** Names of pipelines, stages and actions. */
export const NAME: MemberRule = { pattern: /^[A-Za-z0-9.@\-_]+$/, maxLength: 100 };

/** Ids of executions and jobs. */
export const ID: MemberRule = {
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};

/** The error for a token that no page of a list gave. */
export const invalidNextToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
