/** What one person may ask of the server: far above what people do, and below what others would feel. */
export const limits = {
  /**
   * Pages that a person writes a plan from in 24 hours: each has a client id of its own. An edit of a plan with 2,000
   * ids costs 0.15 ms more than of one with none, with 6,000 3 ms.
   */
  pagesPerPersonPlanAndDay: 600,
} as const
