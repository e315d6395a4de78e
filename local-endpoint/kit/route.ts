/** What the endpoint serves beside AWS's APIs, on the same port: it is neither signed nor authorized. */
export interface Route {
  /** Whether a request is for this route. */
  takes(request: Request): boolean;
  /** Answers it; both bodies may be streams. */
  answer(request: Request): Promise<Response>;
}
