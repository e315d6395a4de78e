/** The tag with which a bucket agrees, by the value `true`, to be emptied when its stack deletes it. */
export const EMPTY_ON_DELETE_TAG = 'pipeline-factory:empty-on-delete';

/** What the custom resource `Custom::EmptyBucketOnDelete` is given. */
export interface EmptyBucketProperties {
  readonly BucketName: string;
}
