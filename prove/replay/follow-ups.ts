/** What CodePipeline can be asked to do after a fault: names of follow-ups, of which the empty one asks for nothing. */
export const FOLLOW_UPS = ['', 'retry', 'retry-at-once', 'new', 'rollback', 'redelivered'] as const;

/** Those before which nothing of the release is mended, because the endpoint takes what fails from its image. */
export const UNMENDED_FOLLOW_UPS = ['new', 'rollback'] as const;
