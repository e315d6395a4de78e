import { bakeName, pipelineName } from '../../../handlers/contract/names';

/** The pipeline that bakes. */
export const IDENTITY = { prefix: 'shop', pipeline: 'fleet', environment: 'stg' } as const;

export const PIPELINE = pipelineName(IDENTITY);

/** Of the project's builds. */
export const LOG_GROUP = `/aws/codebuild/${bakeName(IDENTITY)}`;
