import { Logger } from '@aws-lambda-powertools/logger';

/** The log of the function: one JSON object a line. An event never goes in, because it carries credentials. */
export const logger = new Logger({ serviceName: 'pipeline-factory' });

/** What every line of one invocation carries. */
export interface LogKeys {
  readonly pipeline?: string;
  readonly executionId?: string;
  readonly jobId?: string;
  readonly deploymentId?: string;
}

/** Begins the log of an invocation, without the keys of the invocation before it. */
export function beginLog(keys: LogKeys): void {
  logger.resetKeys();
  logger.appendKeys({ ...keys });
}

/** Adds keys to the lines that follow. */
export function addToLog(keys: LogKeys): void {
  logger.appendKeys({ ...keys });
}
