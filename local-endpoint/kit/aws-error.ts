/** An error as AWS answers it. */
export class AwsError extends Error {
  /**
   * @param code AWS's own error code, for example `PipelineNotFoundException`
   * @param message AWS's own words
   * @param status the HTTP status @default - 400
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}
