CREATE TABLE "title_term" (
	"id" text PRIMARY KEY NOT NULL,
	"title_id" text NOT NULL,
	"referral_bps" integer NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "title_term_span" CHECK ("title_term"."ends_at" > "title_term"."starts_at"),
	CONSTRAINT "title_term_share" CHECK ("title_term"."referral_bps" between 0 and 3000)
);
--> statement-breakpoint
ALTER TABLE "publisher" ADD COLUMN "origin_micros_per_gb" bigint;--> statement-breakpoint
ALTER TABLE "title_term" ADD CONSTRAINT "title_term_title_id_title_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."title"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "title_term_title" ON "title_term" USING btree ("title_id","starts_at");
