/** The number of an account. */
export const ACCOUNT = /^[0-9]{12}$/;

/** The name of a region, also of one that is newer than this. */
export const REGION =
  /^(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-gov|-iso[a-z]?|-de)?-((north|south)(east|west)?|east|west|central)-[1-9]$/;
