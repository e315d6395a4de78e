import { Logger } from '@aws-lambda-powertools/logger';

/** The log of the function: one JSON object a line. An event never goes in, because it carries credentials. */
export const logger = new Logger({ serviceName: 'pipeline-factory' });

/** What every line of one invocation tells; the lines of the one before told something else. */
export interface LogKeys {
  readonly pipeline?: string;
  readonly executionId?: string;
  readonly jobId?: string;
  readonly deploymentId?: string;
}

/** Begins the log of an invocation. */
export function beginLog(keys: LogKeys): void {
  logger.resetKeys();
  logger.appendKeys({ ...keys });
}

/** Adds what has been found out since. */
export function addToLog(keys: LogKeys): void {
  logger.appendKeys({ ...keys });
}
