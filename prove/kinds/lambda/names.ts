import {
  artifactBucketName,
  artifactFolder,
  foundationName,
  pipelineName,
} from '../../../handlers/contract/names';
import { ACCOUNT, REGION } from '../../simulated-account/simulated-account';

export const IDENTITY = { prefix: 'shop', pipeline: 'quotes', environment: 'prd' };

export const NAME = pipelineName(IDENTITY);

export const FUNCTION_PREFIX = `${foundationName(IDENTITY.prefix, IDENTITY.environment)}-`;

export const BUCKET = artifactBucketName(IDENTITY.prefix, IDENTITY.environment, ACCOUNT, REGION);

/** Executions: two that were before, the one that is proven, others that follow it, and a rollback. */
export const BEFORE = 'e0000000';
export const FIRST = 'e1000000';
export const RELEASE = 'e2000000';
export const NEXT = 'e3000000';
export const ROLLBACK = 'e4000000';
export const LAST = 'e5000000';

/** What is released, by the names in the config. */
export const FUNCTIONS = ['api', 'worker'] as const;

export const functionName = (name: string): string => `${NAME}-${name}`;

/** On the errors of a function's alias. */
export const alarmOf = (name: string): string => `${functionName(name)}-errors`;

/** Of the config, on something else. */
export const ALARM = 'quotes-latency';

export const ALIAS = 'live';

/** An alias of someone else on a version of `api`. */
export const PARTNER = 'partner';

/** Someone else's function and parameter. */
export const OTHER = 'other';

/** The artifact of the build. */
export const BUILD = 'Build';

/** Where the build of an execution is in the bucket. */
export const buildKey = (execution: string): string => `${artifactFolder(NAME)}/${BUILD}/${execution}`;

/** What a function's code has in it, by the execution that brings it. */
export const codeOf = (execution: string, name: string): string => `${execution} ${name}`;
