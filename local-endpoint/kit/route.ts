/** Requests on the endpoint's port that are not calls of AWS's APIs; they are neither signed nor authorized. */
export interface Route {
  takes(request: Request): boolean;
  /** Both bodies may be streams. */
  answer(request: Request): Promise<Response>;
}
