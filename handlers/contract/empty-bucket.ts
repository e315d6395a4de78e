/** A bucket with this tag and the value `true` is emptied when its stack deletes it. */
export const EMPTY_ON_DELETE_TAG = 'pipeline-factory:empty-on-delete';

/** Properties of the custom resource `Custom::EmptyBucketOnDelete`. */
export interface EmptyBucketProperties {
  readonly BucketName: string;
}
