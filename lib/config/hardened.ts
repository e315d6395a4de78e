/** Days that a hardened environment keeps its logs, at least. */
export const LOG_DAYS = 365;

/**
 * Executions that each function of a hardened environment reserves. Of an account's concurrent executions 100 cannot be
 * reserved. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export const RESERVED_EXECUTIONS = 10;
