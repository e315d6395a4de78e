/** The URL of a request from its path and query, also where the path begins with two slashes, which is no host then. */
export const urlOf = (path: string): URL =>
  new URL(path.startsWith('/') ? `http://any${path}` : path, 'http://any');
