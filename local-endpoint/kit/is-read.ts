/** Whether an operation changes nothing, by its API name. */
export const isRead = (operation: string): boolean =>
  /^(Describe|Get|List|Head|BatchGet|BatchCheck)/.test(operation);
