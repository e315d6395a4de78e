/** The addresses that functions behind custom resources send their responses to; for AWS they are objects in S3. */
export interface CustomResourceResponses {
  /** A new address for one response. */
  expect(): Promise<ExpectedResponse>;
}

/** A response that a custom resource's function is asked for. */
export interface ExpectedResponse {
  /** Takes one PUT without a content type. */
  readonly url: string;
  /** Resolves to its body. */
  readonly body: Promise<string>;
}
